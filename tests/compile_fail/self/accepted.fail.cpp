// refused: this file is wrong
int accepted();
