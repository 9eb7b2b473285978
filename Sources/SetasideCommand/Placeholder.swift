// Empty until its time comes.
