"""seatpolicy: a pricing-policy language for seats, its compiler and its engines."""
