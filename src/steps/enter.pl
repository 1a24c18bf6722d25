#!/usr/bin/perl
# Runs a program with another root and keeps the working directory, even outside that root. So a program whose root is the
# builder can read the stage in which the builder is mounted, and can return to it. chroot(1) would change to `/`.
#
#   enter ROOT UID GROUPS FOLDER COUNT NAME=VALUE... PROGRAM ARGUMENT...
#
# GROUPS are numbers separated by commas, the primary group first. `-` for UID or FOLDER keeps the user or the working
# directory. The program's environment has only the COUNT variables.
#
# This uses no modules, not even `strict`: before the root changes, perl would load those of the stage, if it has any.

my ($root, $uid, $groups, $folder, $count, @rest) = @ARGV;
chroot $root or fail("this engine does not let a RUN change its root: chroot $root: $! [cannot-export]");
if ($folder ne '-') { chdir $folder or fail("$folder: $!") }
if ($uid ne '-') {
    # As a container runtime does; otherwise the user could not open /dev/stderr.
    for my $stream (*STDOUT, *STDERR) { chown $uid, -1, $stream if -p $stream }
    my @groups = split /,/, $groups;
    $( = $groups[0];
    $) = "$groups[0] @groups";
    ($<, $>) = ($uid, $uid);
    fail("cannot become user $uid") if $< != $uid || $> != $uid;
}
%ENV = map { split /=/, $_, 2 } splice @rest, 0, $count;
my $program = $rest[0];
exec { $program } @rest;
fail("$program: $!");

sub fail {
    print STDERR "export: $_[0]\n";
    exit 1;
}
