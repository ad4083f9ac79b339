<?php
// Runs one PHP test file and tells Pawl, with the word from standard input, that it ran to its end.
(static function (): void {
    $job = json_decode((string) fgets(STDIN), true);
    $path = $job['test'];
    $word = $job['token'];
    unset($job);
    $failed = false;
    set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
        throw new ErrorException($message, 0, $level, $file, $line);
    }, E_WARNING | E_USER_ERROR | E_USER_WARNING);
    try {
        (static function () { require func_get_arg(0); })($path);
    } catch (Throwable $error) {
        fwrite(STDERR, (string) $error . "\n");
        $failed = true;
    }
    fwrite(STDOUT, "\n" . $word . ($failed ? " failed {}\n" : " passed {}\n"));
    exit($failed ? 1 : 0);
})();
