// says hello
