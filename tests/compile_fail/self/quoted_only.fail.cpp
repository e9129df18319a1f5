// refused: the sentence stands in the source only
int quoted = "the sentence stands in the source only" + undeclared;
