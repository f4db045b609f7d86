"""Tests of one lever at a time: how long they must be, what they show, what follows."""
