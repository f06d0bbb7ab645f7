"""`seatpolicy format`: a policy text in, the same policy in the one layout out."""
