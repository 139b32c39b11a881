"""How an article describes somebody, and what that says of them."""
