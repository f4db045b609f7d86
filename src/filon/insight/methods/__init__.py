"""Statistical methods: numbers in, numbers out; they know no other room."""
