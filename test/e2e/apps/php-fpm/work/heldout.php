<?php
// What the check did not touch: sessions, extensions, time zones.
session_start();
$_SESSION['a'] = 1;
session_write_close();
echo mb_strtoupper('é'), (new DateTimeZone('Asia/Tokyo'))->getName(), strlen(session_id()) > 20;
