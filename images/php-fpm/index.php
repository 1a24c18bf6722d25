<?php
// Says what it was asked for, in JSON.
header('Content-Type: application/json');
echo json_encode(['method' => $_SERVER['REQUEST_METHOD'], 'path' => $_SERVER['REQUEST_URI'] ?? '/']), "\n";
