ANSWERS = {
    'greet': [(0, 'Hello, World!'), (1, 'Goodbye, World!')],
    'fetch_then_process': [(0.0, 'Fetching data'), (2.0, 'Data fetched!'), (1.5, 'Processing Data'), (2.5, 'Data processed!')],
}
