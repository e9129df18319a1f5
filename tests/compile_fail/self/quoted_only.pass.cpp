int quoted = 0;
