ANSWERS = {
    'greet': [(0, 'Hello, World!'), (1, 'Goodbye, World!')],
    'fetch_then_process': [(0.0, 'Fetching data'), (2.0, 'Data fetched!'), (2.0, 'Processing Data'), (3.0, 'Data processed!')],
    'a_then_b': [(0, 'A started'), (2, 'A finished'), (0, 'B started'), (1, 'B finished'), (0, 'Result A'), (0, 'Result B')],
    'made_in_reverse': [(0, 'A started'), (3, 'Result A'), (0, 'B started'), (0.5, 'Result B')],
}
