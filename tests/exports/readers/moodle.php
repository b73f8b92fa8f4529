<?php
// Reads a grade file as the facts about Moodle's importer say: php moodle.php FILE -> JSON; what it refuses is said.
$text = file_get_contents($argv[1]);
$text = trim(str_replace(["\r\n", "\r"], "\n", preg_replace('/^\xEF\xBB\xBF/', '', $text)));
$stream = fopen('php://memory', 'w+');
fwrite($stream, $text);
rewind($stream);
$header = fgetcsv($stream, 0, ',', '"', '\\');
$rows = [];
$refused = [];
while (($row = fgetcsv($stream, 0, ',', '"', '\\')) !== false) {
    if ($row === [null]) {
        continue;
    }
    if (count($row) !== count($header)) {
        $refused[] = 'csvweirdcolumns';
        continue;
    }
    $rows[] = $row;
    foreach ($row as $place => $cell) {
        if (!preg_match('/^Title \d+$/', $header[$place]) || $cell === '' || $cell === '-') {
            continue;
        }
        if (!is_numeric(str_replace(' ', '', $cell))) {
            $refused[] = "badgrade $cell";
        }
    }
}
echo json_encode(['header' => $header, 'rows' => $rows, 'refused' => $refused], JSON_UNESCAPED_UNICODE);
