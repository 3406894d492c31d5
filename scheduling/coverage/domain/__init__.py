"""Pure: demand, seats, mix and the coverage curve over instants."""
