<?php
// A shop whose first page needs little, and whose others need much.
declare(strict_types=1);

spl_autoload_register(function (string $class): void {
    require __DIR__ . '/lib/' . str_replace('\\', '/', $class) . '.php';
});

header('Content-Type: text/plain; charset=utf-8');
set_exception_handler(function (Throwable $error): void {
    http_response_code(500);
    echo $error::class, ': ', $error->getMessage(), "\n";
});

$name = ltrim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/');
if ($name === '') {
    echo "shop\n";
} elseif ($name !== '' && method_exists(Shop\Page::class, $name)) {
    echo Shop\Page::$name(), "\n";
} else {
    http_response_code(404);
    echo "no such page\n";
}
