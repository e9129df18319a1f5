int accepted();
