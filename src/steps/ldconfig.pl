#!/usr/bin/perl
# Writes /etc/ld.so.cache as glibc's ldconfig does, for a tree of any architecture. glibc's ldconfig handles only its own
# architecture, so a foreign tree's would have to be emulated.
#
#   ldconfig [-r ROOT] [-X] [-v]
#
# The format is that of glibc 2.32 and later (elf/dl-cache.h, elf/cache.c, elf/stringtable.c). The same rules decide what
# is a library (elf/ldconfig.c, and each machine's readelflib.c). Missing SONAME links are made. Folders for newer
# processors (glibc-hwcaps) are left out: the loader then uses the library for all processors.
#
# Environment: MIB_ARCHITECTURE, Debian's name for the tree's architecture. This uses no modules: the tree may have none.

# By Debian's name: triplet, e_machine, class and byte order of the ELF header, flags of the cache.
my %MACHINES = (
    amd64   => ['x86_64-linux-gnu',      62,  2, 1, 0x0303],
    arm64   => ['aarch64-linux-gnu',     183, 2, 1, 0x0a03],
    armel   => ['arm-linux-gnueabi',     40,  1, 1, 0x0003],
    armhf   => ['arm-linux-gnueabihf',   40,  1, 1, 0x0003],
    i386    => ['i386-linux-gnu',        3,   1, 1, 0x0003],
    ppc64el => ['powerpc64le-linux-gnu', 21,  2, 1, 0x0503],
    riscv64 => ['riscv64-linux-gnu',     243, 2, 1, 0x1003],
    s390x   => ['s390x-linux-gnu',       22,  2, 2, 0x0403],
);
my ($ET_DYN, $PT_LOAD, $PT_DYNAMIC, $DT_STRTAB, $DT_SONAME, $EM_ARM) = (3, 1, 2, 5, 14, 40);

my $root = '';
while (defined(my $option = shift @ARGV)) {
    if ($option eq '-r') { $root = shift(@ARGV) =~ s{/+$}{}r }
    elsif ($option !~ /^(-X|-v|--verbose)$/) { fail("unknown option $option") }
}
my $architecture = $ENV{MIB_ARCHITECTURE} // '';
my ($triplet, $machine, $class, $order, $flags) = @{ $MACHINES{$architecture} // fail("unknown architecture $architecture") };
my ($short, $long, $wide) = $order == 1 ? qw(v V Q<) : qw(n N Q>);
my $word = $class == 2 ? $wide : $long;

write_cache(map { libraries_of($_) } folders());

# Returns the folders of ld.so.conf and the built-in ones, each once by device and inode.
sub folders {
    my (%seen, @found);
    for my $path (configured('/etc/ld.so.conf'), "/lib/$triplet", "/usr/lib/$triplet", '/lib', '/usr/lib') {
        my ($device, $inode) = stat "$root$path" or next;
        push @found, $path unless $seen{"$device $inode"}++;
    }
    return @found;
}

sub configured {
    my ($file) = @_;
    my @found;
    for my $line (split /\n/, slurp("$root$file") // '') {
        my ($first, @rest) = split ' ', $line =~ s/#.*//r;
        if (($first // '') eq 'include') {
            for my $pattern (map { m{^/} ? $_ : $file =~ s{[^/]*$}{$_}r } @rest) {
                push @found, map { configured(substr $_, length $root) } sort glob "$root$pattern";
            }
        }
        elsif (($first // '') =~ m{^/}) { push @found, $first =~ s/=.*//r =~ s{(.)/+$}{$1}r }
    }
    return @found;
}

# Returns name, path and flags of each library in a folder, for each name that programs may load.
sub libraries_of {
    my ($folder) = @_;
    opendir my $handle, "$root$folder" or return;
    my %chosen;
    for my $name (sort readdir $handle) {
        next unless $name =~ /^(lib|ld-|ld\.so\.|ld64\.so\.).*\.so|^ld(64)?\.so\./;
        next if $name =~ /\.dpkg-(new|tmp)$|\.#prelink#/;
        my $path = "$root$folder/$name";
        my $is_link = -l $path;
        my ($soname, $kind) = read_library($is_link ? resolve("$folder/$name") : $path) or next;
        $soname = $name if $soname eq '';
        # A link other than the SONAME and the one for compilers counts as a file.
        $is_link = 0 if $name ne $soname && !($name =~ /\.so$/ && index($soname, $name) == 0);
        $soname = $name if $is_link;
        my $known = $chosen{$soname};
        next if $known && !(!$is_link && $known->{is_link}
            || $is_link == $known->{is_link} && compare_names($known->{name}, $name) < 0);
        $chosen{$soname} = { name => $name, is_link => $is_link, flags => $kind };
    }
    for my $soname (sort keys %chosen) {
        my ($name, $is_link) = @{ $chosen{$soname} }{qw(name is_link)};
        my $link = "$root$folder/$soname";
        next if $is_link || $name eq $soname || -e $link && !-l $link;
        next if (readlink $link // '') eq $name || same_file($link, "$root$folder/$name");
        unlink $link;
        symlink $name, $link or fail("$link: $!");
    }
    return map { [$_, "$folder/$_", $chosen{$_}{flags}] } sort keys %chosen;
}

# Resolves a path of the tree, with the tree as the root.
sub resolve {
    my ($path) = @_;
    my ($at, @rest) = ('', grep { length } split m{/}, $path);
    for (my $steps = 0; @rest && $steps < 256; $steps++) {
        my $part = shift @rest;
        next if $part eq '.';
        if ($part eq '..') { $at =~ s{/[^/]*$}{}; next }
        my $target = readlink "$root$at/$part";
        if (!defined $target) { $at .= "/$part"; next }
        $at = '' if $target =~ m{^/};
        unshift @rest, grep { length } split m{/}, $target;
    }
    return "$root$at";
}

sub same_file {
    my ($one, $other) = map { join ' ', (stat $_)[0, 1] } @_;
    return $one ne '' && $one eq $other;
}

# Returns the SONAME ('' for none) and the flags of a shared library for the tree's machine; nothing for other files.
sub read_library {
    my ($path) = @_;
    return unless -f $path;
    open my $file, '<:raw', $path or return;
    my $header = at($file, 0, 64);
    return unless length $header == 64 && substr($header, 0, 4) eq "\x7fELF";
    return unless unpack('x4C', $header) == $class && unpack('x5C', $header) == $order;
    return unless unpack("x16$short", $header) == $ET_DYN && unpack("x18$short", $header) == $machine;
    my ($table, $size, $count) = $class == 2
        ? unpack("x32$wide x14$short$short", $header) : unpack("x28$long x10$short$short", $header);
    my (@loads, $dynamic);
    for my $number (0 .. $count - 1) {
        my $entry = at($file, $table + $number * $size, $size);
        my $type = unpack $long, $entry;
        my ($offset, $address, $length) = $class == 2
            ? unpack("x8$wide$wide x8$wide", $entry) : unpack("x4$long$long x4$long", $entry);
        push @loads, [$offset, $address, $length] if $type == $PT_LOAD;
        $dynamic = at($file, $offset, $length) if $type == $PT_DYNAMIC;
    }
    return unless defined $dynamic;
    my @entries = unpack "($word)*", $dynamic;
    my ($strings, $soname);
    while (my ($tag, $value) = splice @entries, 0, 2) {
        last if $tag == 0;
        $strings = $value if $tag == $DT_STRTAB;
        $soname = $value if $tag == $DT_SONAME;
    }
    my $kind = $machine == $EM_ARM ? arm_flags(unpack "x36$long", $header) : $flags;
    return ('', $kind) unless defined $soname;
    my ($load) = grep { $strings >= $_->[1] && $strings < $_->[1] + $_->[2] } @loads or return;
    return (unpack('Z*', at($file, $strings - $load->[1] + $load->[0] + $soname, 4096)), $kind);
}

# EF_ARM_ABI_FLOAT_HARD, EF_ARM_ABI_FLOAT_SOFT, or neither: the library fits both.
sub arm_flags { return $_[0] & 0x400 ? 0x0903 : $_[0] & 0x200 ? 0x0b03 : 0x0003 }

sub write_cache {
    my @libraries = sort { compare_names($b->[0], $a->[0]) || $b->[2] <=> $a->[2] } @_;
    my ($strings, $offsets) = string_table(map { @{$_}[0, 1] } @libraries);
    my $start = 48 + 24 * @libraries;
    my $entries = join '', map {
        pack "$long$long$long$long$wide", $_->[2], $start + $offsets->{ $_->[0] }, $start + $offsets->{ $_->[1] }, 0, 0
    } @libraries;
    my $extension = ($start + length($strings) + 3) & ~3;
    my $made_by = generator();
    my $cache = pack("a17a3$long${long}Cx3${long}x12", 'glibc-ld.so.cache', '1.1', scalar @libraries, length $strings,
        $order == 1 ? 2 : 3, $extension) . $entries . $strings;
    $cache .= "\0" x ($extension - length $cache);
    # The magic number, and one section: the generator.
    $cache .= pack "${long}6", 0xEAA42174, 1, 0, 0, $extension + 24, length $made_by;
    my $path = "$root/etc/ld.so.cache";
    open my $file, '>:raw', "$path~" or fail("$path~: $!");
    print $file $cache, $made_by or fail("$path~: $!");
    close $file or fail("$path~: $!");
    chmod 0644, "$path~";
    rename "$path~", $path or fail("$path: $!");
}

# Builds a table in which strings share a common end: sorted by their reversed text, the longer first.
sub string_table {
    my %reversed = map { ($_ => scalar reverse $_) } @_;
    my @sorted = sort {
        my ($left, $right) = @reversed{ $a, $b };
        index($left, $right) == 0 ? -1 : index($right, $left) == 0 ? 1 : $right cmp $left;
    } keys %reversed;
    my ($table, %offsets) = ('');
    my $last = '';
    for my $string (@sorted) {
        if ($last ne '' && index($reversed{$last}, $reversed{$string}) == 0) {
            $offsets{$string} = $offsets{$last} + length($last) - length $string;
        }
        else {
            $offsets{$string} = length $table;
            $table .= "$string\0";
        }
        $last = $string;
    }
    return ($table, \%offsets);
}

# Compares names with digits as numbers.
sub compare_names {
    my @left = $_[0] =~ /(\d+|\D)/g;
    my @right = $_[1] =~ /(\d+|\D)/g;
    while (@left && @right) {
        my ($one, $other) = (shift @left, shift @right);
        my ($is_number, $other_is) = map { /^\d/ ? 1 : 0 } $one, $other;
        my $result = $is_number && $other_is ? $one <=> $other : $is_number ? 1 : $other_is ? -1 : ord($one) <=> ord($other);
        return $result if $result;
    }
    return @left <=> @right;
}

# Returns the version line of the tree's own ldconfig, which is in its C library too.
sub generator {
    my $library = slurp("$root/usr/lib/$triplet/libc.so.6") // slurp("$root/lib/$triplet/libc.so.6") // '';
    return "ldconfig $1" if $library =~ /GNU C Library (\([^)\0]*\) \w+ release version [\d.]+)\.\n/;
    fail("the tree has no C library for $architecture");
}

sub at {
    my ($file, $offset, $length) = @_;
    seek $file, $offset, 0;
    read $file, my $bytes, $length;
    return $bytes;
}

sub slurp {
    open my $file, '<:raw', $_[0] or return undef;
    local $/;
    return scalar <$file>;
}

sub fail {
    print STDERR "ldconfig: $_[0]\n";
    exit 1;
}
