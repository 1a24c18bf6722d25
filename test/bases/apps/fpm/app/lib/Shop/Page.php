<?php

declare(strict_types=1);

namespace Shop;

/** Pages by their names. */
final class Page
{
    /** Writes a session, and reads it as the next request would. */
    public static function session(): string
    {
        session_id('0123456789abcdef0123456789');
        session_start(['use_cookies' => 0]);
        $_SESSION['cart'] = ['apple'];
        session_write_close();
        $_SESSION = [];
        session_start(['use_cookies' => 0]);
        $cart = implode(',', $_SESSION['cart']);
        session_destroy();
        return $cart;
    }

    public static function intl(): string
    {
        $format = new \IntlDateFormatter('ja_JP', \IntlDateFormatter::LONG, \IntlDateFormatter::NONE, 'Asia/Tokyo');
        $words = ['Zebra', 'Äpfel'];
        (new \Collator('de_DE'))->sort($words);
        return $format->format(1767268800) . ' ' . $words[0];
    }

    public static function opcache(): string
    {
        $status = opcache_get_status(false);
        return $status !== false && $status['opcache_enabled'] ? 'on' : 'off';
    }

    public static function extensions(): string
    {
        $wanted = [
            'Zend OPcache', 'curl', 'dom', 'fileinfo', 'filter', 'iconv', 'intl', 'mbstring', 'openssl', 'pdo_sqlite', 'session', 'sodium',
            'sqlite3', 'zlib',
        ];
        $missing = array_filter($wanted, fn (string $name): bool => !extension_loaded($name));
        return $missing === [] ? 'all' : implode(' ', $missing);
    }

    public static function zone(): string
    {
        return (new \DateTimeImmutable('@1767268800'))->setTimezone(new \DateTimeZone('Asia/Tokyo'))->format('c');
    }

    public static function encoding(): string
    {
        return bin2hex(iconv('UTF-8', 'EUC-JP', '東京')) . ' ' . mb_strtoupper('äpfel');
    }

    public static function tls(): string
    {
        $bundle = openssl_get_cert_locations()['default_cert_file'];
        $file = is_file($bundle) ? $bundle : '/etc/ssl/certs/ca-certificates.crt';
        return substr_count(file_get_contents($file), 'BEGIN CERTIFICATE') > 100 ? 'many' : 'few';
    }

    public static function database(): string
    {
        return (string) (new \PDO('sqlite::memory:'))->query('select 6 * 7')->fetchColumn();
    }

    public static function page(): string
    {
        ob_start();
        require __DIR__ . '/../../views/page.phtml';
        return rtrim(ob_get_clean());
    }

    public static function secret(): string
    {
        $key = sodium_crypto_secretbox_keygen();
        $nonce = random_bytes(SODIUM_CRYPTO_SECRETBOX_NONCEBYTES);
        return sodium_crypto_secretbox_open(sodium_crypto_secretbox('shop', $nonce, $key), $nonce, $key);
    }

    public static function host(): string
    {
        return gethostbyname('localhost');
    }

    public static function user(): string
    {
        return posix_getpwuid(posix_geteuid())['name'];
    }
}
