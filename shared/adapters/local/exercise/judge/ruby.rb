# Runs one Ruby test file and tells Pawl, with the word from standard input, that it ran to its end.
require 'json'

lambda do
  job = JSON.parse($stdin.gets)
  word = job['token']
  ended = false
  real = $stdout.dup
  # The first to be registered is the last to run: after minitest and test-unit, which run their tests at exit.
  at_exit do
    failed = !ended || !($!.nil? || ($!.is_a?(SystemExit) && $!.success?))
    $stderr.puts($!.full_message(highlight: false)) unless $!.nil? || $!.is_a?(SystemExit)
    $stderr.puts('exit was called before the test had run to its end.') if failed && $!.is_a?(SystemExit)
    real.write("\n#{word} #{failed ? 'failed' : 'passed'} {}\n")
    real.flush
    exit!(failed ? 1 : 0)
  end
  $PROGRAM_NAME = job['test']
  load job['test']
  ended = true
end.call
