select cast('{{ as_of() }}' as date) as as_of
