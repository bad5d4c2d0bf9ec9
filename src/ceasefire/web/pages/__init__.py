"""The pages, by what one looks at; `page` is what they share."""
