#!/usr/bin/perl
# Becomes a program below another root, without leaving the working directory for it: that is how a program whose root is
# the builder reads the stage that the builder is mounted in, and how it gets back there. chroot(1) would change to `/`.
#
#   enter ROOT UID GROUPS FOLDER COUNT NAME=VALUE... PROGRAM ARGUMENT...
#
# GROUPS are numbers with commas between them, the main one first. `-` for UID or FOLDER leaves the user or the folder as it
# is. The program has the COUNT variables that are named, and no others.
#
# It uses no module, not even `strict`: until the root is changed, they would be those of the stage, if it has any.

my ($root, $uid, $groups, $folder, $count, @rest) = @ARGV;
chroot $root or fail("this engine does not let a RUN change its root: chroot $root: $! [cannot-export]");
if ($folder ne '-') { chdir $folder or fail("$folder: $!") }
if ($uid ne '-') {
    # As a runtime does: else the user could not open /dev/stderr.
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
