"""Stores on the network: how they are reached, what each kind of them can do, and what is said to them."""
