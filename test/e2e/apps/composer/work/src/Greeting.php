<?php
namespace App;

class Greeting
{
    public function text(): string
    {
        return 'hello';
    }
}
