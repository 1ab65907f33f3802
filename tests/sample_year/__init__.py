"""The signed year of the sample program, worked out from its records' own days."""
