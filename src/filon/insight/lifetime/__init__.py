"""What a customer brings over its life: how long it stays, what it buys again, what that is worth."""
