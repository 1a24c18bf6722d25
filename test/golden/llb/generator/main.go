// Command generator writes the vectors that test/golden/llb/vectors.test.ts compares mib's own graph with: each case is a
// graph made with BuildKit's Go client. Run it with `go run . > ../vectors.json`; the tests themselves need no Go.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log"
	"net"
	"os"
	"runtime/debug"
	"time"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/solver/pb"
	"google.golang.org/protobuf/proto"
)

// graph is one case, as the client would send it. Bytes are base64.
type graph struct {
	Def      []string          `json:"def"`
	Metadata map[string]string `json:"metadata"`
	Source   string            `json:"source,omitempty"`
}

type vectors struct {
	BuildKit string           `json:"buildkit"`
	Graphs   map[string]graph `json:"graphs"`
}

func main() {
	out := vectors{BuildKit: version(), Graphs: map[string]graph{}}
	for name, state := range cases() {
		out.Graphs[name] = marshal(state)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(out); err != nil {
		log.Fatal(err)
	}
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/moby/buildkit" {
			return module.Version
		}
	}
	return ""
}

func marshal(state llb.State) graph {
	definition, err := state.Marshal(context.Background(), llb.LinuxAmd64)
	if err != nil {
		log.Fatal(err)
	}
	message := definition.ToPB()
	out := graph{Metadata: map[string]string{}}
	for _, op := range message.Def {
		out.Def = append(out.Def, base64.StdEncoding.EncodeToString(op))
	}
	for digest, metadata := range message.Metadata {
		out.Metadata[digest] = encode(metadata)
	}
	if len(message.Source.GetInfos()) > 0 {
		out.Source = encode(message.Source)
	}
	return out
}

func encode(message proto.Message) string {
	bytes, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	if err != nil {
		log.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(bytes)
}

const zeros = "sha256:0000000000000000000000000000000000000000000000000000000000000000"

func cases() map[string]llb.State {
	all := map[string]llb.State{}
	for _, group := range []map[string]llb.State{sources(), execs(), mounts(), files(), graphs(), metadata()} {
		for name, state := range group {
			all[name] = state
		}
	}
	return all
}

func sources() map[string]llb.State {
	return map[string]llb.State{
		"image":            llb.Image("debian"),
		"image-pull":       llb.Image("mirror.example/debian:13", llb.ResolveModeForcePull),
		"image-local":      llb.Image("mirror.example:5000/debian@"+zeros, llb.ResolveModePreferLocal),
		"image-arm":        llb.Image("nginx:1", llb.LinuxArm),
		"image-internal":   llb.Image("docker.io/library/debian:13", llb.MarkImageInternal),
		"image-layerlimit": llb.Image("user/app", llb.WithLayerLimit(2)),
		"local":            llb.Local("context", llb.SessionID("session")),
		"local-all":        local(),
		"http":             llb.HTTP("https://mirror.example/a.deb", llb.Filename("a.deb")),
		"http-all":         http(),
		"oci-layout":       llb.OCILayout("store@"+zeros, llb.OCIStore("session", "")),
		"oci-layout-store": llb.OCILayout("mirror.example/a@"+zeros, llb.OCIStore("session", "store"), llb.LinuxArm64),
		"git":              llb.Git("https://git.example/me/app.git", ""),
		"git-ref":          llb.Git("https://git.example/me/app.git", "v1"),
		"git-subdir":       llb.Git("https://user@git.example:8443/me//app.git", "v1:./a/../b/"),
		"git-only-subdir":  llb.Git("http://git.example/me/app", ":src"),
		"git-all":          git(),
		"git-ssh":          llb.Git("ssh://git@git.example/me/app.git", "", llb.KnownSSHHosts("git.example key")),
		"git-scp":          llb.Git("git@git.example:me/app.git", "main", llb.KnownSSHHosts("git.example key\n"), llb.MountSSHSock("agent")),
		"git-native":       llb.Git("git://git.example/a%20b", ""),
	}
}

func local() llb.State {
	return llb.Local("context",
		llb.SessionID("session"),
		llb.IncludePatterns([]string{"src", "*.go"}),
		llb.ExcludePatterns([]string{"**/node_modules", "!keep"}),
		llb.FollowPaths([]string{"link"}),
		llb.SharedKeyHint("hint"),
		llb.Differ(llb.DiffNone, false))
}

func http() llb.State {
	return llb.HTTP("https://mirror.example/a.deb",
		llb.Filename("a.deb"),
		llb.Checksum(zeros),
		llb.Chmod(0o644),
		llb.Chown(1000, 1001),
		llb.AuthHeaderSecret("header"),
		llb.Header(llb.HTTPHeader{Accept: "text/plain", UserAgent: "mib"}))
}

func git() llb.State {
	return llb.Git("https://git.example/me/app.git", "main",
		llb.KeepGitDir(),
		llb.GitSkipSubmodules(),
		llb.GitChecksum("0123456789abcdef0123456789abcdef01234567"),
		llb.GitMTimeCommit(),
		llb.AuthTokenSecret("token"),
		llb.AuthHeaderSecret("header"))
}

func execs() map[string]llb.State {
	base := llb.Image("debian")
	run := func(options ...llb.RunOption) llb.State {
		return base.Run(append([]llb.RunOption{llb.Args([]string{"true"})}, options...)...).Root()
	}
	return map[string]llb.State{
		"exec":          run(),
		"exec-scratch":  llb.Scratch().Run(llb.Args([]string{"/true", "", "a b"})).Root(),
		"exec-env":      base.AddEnv("B", "2").AddEnv("A", "x=y").AddEnv("EMPTY", "").Run(llb.Args([]string{"true"})).Root(),
		"exec-cwd":      run(llb.Dir("/srv")),
		"exec-user":     run(llb.User("65532:65532")),
		"exec-none":     run(llb.Network(llb.NetModeNone)),
		"exec-host":     run(llb.Network(llb.NetModeHost)),
		"exec-insecure": run(llb.Security(llb.SecurityModeInsecure)),
		"exec-hostname": run(llb.With(llb.Hostname("builder"))),
		"exec-hosts":    run(llb.AddExtraHost("a.example", net.ParseIP("192.0.2.1")), llb.AddExtraHost("b.example", net.ParseIP("2001:db8::1"))),
		"exec-ulimits":  run(llb.AddUlimit(llb.UlimitNofile, 1024, 1<<20), llb.AddUlimit(llb.UlimitCore, -1, -1)),
		"exec-cgroup":   run(llb.WithCgroupParent("/build")),
		"exec-proxy":    run(llb.WithProxy(llb.ProxyEnv{HTTPProxy: "h", HTTPSProxy: "s", FTPProxy: "f", NoProxy: "n", AllProxy: "a"})),
		"exec-codes":    run(llb.ValidExitCodes(0, 3, 255)),
		"exec-arm64":    run(llb.LinuxArm64),
		"exec-secret-env": run(
			llb.AddSecretWithDest("token", nil, llb.SecretAsEnvName("TOKEN")),
			llb.AddSecretWithDest("other", nil, llb.SecretAsEnvName("OTHER"), llb.SecretOptional)),
	}
}

func mounts() map[string]llb.State {
	base, other := llb.Image("debian"), llb.Image("nginx")
	run := func(options ...llb.RunOption) llb.ExecState {
		return base.Run(append([]llb.RunOption{llb.Args([]string{"true"})}, options...)...)
	}
	several := run()
	several.AddMount("/b", other)
	several.AddMount("/c", other, llb.Readonly)
	output := several.AddMount("/a", llb.Scratch())
	dropped := run(llb.AddMount("/in", other, llb.ForceNoOutput))
	readonlyRoot := run(llb.ReadonlyRootFS())
	return map[string]llb.State{
		"mount-readonly":      run(llb.AddMount("/in", other, llb.Readonly)).Root(),
		"mount-selector":      run(llb.AddMount("/in", other, llb.Readonly, llb.SourcePath("/etc"))).Root(),
		"mount-same-input":    run(llb.AddMount("/in", base, llb.Readonly)).Root(),
		"mount-outputs":       output,
		"mount-outputs-root":  several.Root(),
		"mount-no-output":     dropped.Root(),
		"mount-readonly-root": readonlyRoot.AddMount("/out", llb.Scratch()),
		"mount-content-cache": run(
			llb.AddMount("/off", other, llb.Readonly, llb.ContentCache(llb.MountContentCacheOff)),
			llb.AddMount("/on", other, llb.Readonly, llb.ContentCache(llb.MountContentCacheOn))).Root(),
		"mount-cache": run(
			llb.AddMount("/shared", llb.Scratch(), llb.AsPersistentCacheDir("s", llb.CacheMountShared)),
			llb.AddMount("/private", llb.Scratch(), llb.AsPersistentCacheDir("p", llb.CacheMountPrivate)),
			llb.AddMount("/locked", other, llb.SourcePath("/seed"), llb.AsPersistentCacheDir("l", llb.CacheMountLocked))).Root(),
		"mount-tmpfs":      run(llb.AddMount("/tmp", llb.Scratch(), llb.Tmpfs())).Root(),
		"mount-tmpfs-size": run(llb.AddMount("/dev/shm", llb.Scratch(), llb.Tmpfs(llb.TmpfsSize(64<<20)))).Root(),
		"mount-secret": run(
			llb.AddSecret("/run/a", llb.SecretID("a")),
			llb.AddSecret("/run/b", llb.SecretID("b"), llb.SecretFileOpt(1, 2, 0o440), llb.SecretOptional)).Root(),
		"mount-ssh": run(
			llb.AddSSHSocket(llb.SSHID("default"), llb.SSHSocketTarget("/run/ssh")),
			llb.AddSSHSocket(llb.SSHID("x"), llb.SSHSocketOpt("/run/ssh2", 1, 2, 0o660), llb.SSHOptional)).Root(),
		"mount-order": run(
			llb.AddSecret("/0"),
			llb.AddMount("/é", llb.Scratch()),
			llb.AddMount("/z", llb.Scratch(), llb.Tmpfs()),
			llb.AddMount("/a/b", llb.Scratch()),
			llb.AddMount("/a", llb.Scratch()),
			llb.AddMount("/Z", llb.Scratch())).GetMount("/é"),
	}
}

func files() map[string]llb.State {
	base, other := llb.Image("debian"), llb.Image("nginx")
	at := llb.WithCreatedTime(time.Unix(1767225600, 0))
	return map[string]llb.State{
		"mkdir":             llb.Scratch().File(llb.Mkdir("/a", 0o755)),
		"mkdir-all":         base.File(llb.Mkdir("/a/b/", 0o700, llb.WithParents(true), llb.WithUIDGID(0, 7), at)),
		"mkfile":            llb.Scratch().File(llb.Mkfile("/a", 0o644, []byte("hello\n"))),
		"mkfile-empty":      llb.Scratch().File(llb.Mkfile("/a", 0o600, nil)),
		"mkfile-all":        base.File(llb.Mkfile("/a", 0o444, []byte{0, 255}, llb.WithUser("www-data:root"), at)),
		"symlink":           base.File(llb.Symlink("../b", "/a", at)),
		"rm":                base.File(llb.Rm("/a/../b/")),
		"rm-all":            base.File(llb.Rm("/a*", llb.WithAllowNotFound(true), llb.WithAllowWildcard(true))),
		"copy":              base.File(llb.Copy(other, "/etc", "/x")),
		"copy-scratch":      llb.Scratch().File(llb.Copy(other, "/", "/")),
		"copy-folder":       base.File(llb.Copy(other, "/etc/", "/x/")),
		"copy-dot":          base.File(llb.Copy(other, "/etc/.", "/x/.")),
		"copy-root-dot":     base.File(llb.Copy(other, "/.", "/.")),
		"copy-mode":         base.File(llb.Copy(other, "/a", "/b", llb.ChmodOpt{Mode: 0o4755})),
		"copy-mode-string":  base.File(llb.Copy(other, "/a", "/b", llb.ChmodOpt{ModeStr: "u+x,go-w"})),
		"copy-owner":        base.File(llb.Copy(other, "/a", "/b", llb.WithUser("app"))),
		"copy-same-input":   base.File(llb.Copy(base, "/a", "/b")),
		"copy-all":          base.File(llb.Copy(other, "/a*", "/b/", copyAll(at))),
		"file-chain":        base.File(llb.Mkdir("/a", 0o755).Mkfile("/a/b", 0o644, []byte("x")).Copy(other, "/c", "/a/").Symlink("b", "/a/d").Rm("/e")),
		"file-chain-inputs": llb.Scratch().File(llb.Copy(other, "/a", "/").Copy(base, "/b", "/").Copy(other, "/c", "/")),
	}
}

func copyAll(at llb.CreatedTime) llb.CopyOption {
	created := time.Time(at)
	return &llb.CopyInfo{
		Mode:                           &llb.ChmodOpt{},
		FollowSymlinks:                 true,
		CopyDirContentsOnly:            true,
		IncludePatterns:                []string{"*.conf"},
		ExcludePatterns:                []string{"secret.conf", "b"},
		RequiredPaths:                  []string{"main.conf"},
		AttemptUnpack:                  true,
		CreateDestPath:                 true,
		AllowWildcard:                  true,
		AllowEmptyWildcard:             true,
		ChownOpt:                       &llb.ChownOpt{User: &llb.UserOpt{UID: 5}},
		CreatedTime:                    &created,
		AlwaysReplaceExistingDestPaths: true,
	}
}

func graphs() map[string]llb.State {
	base := llb.Image("debian")
	twins := []llb.State{llb.Image("debian"), llb.Image("debian")}
	return map[string]llb.State{
		"twins": twins[0].Run(llb.Args([]string{"true"}), llb.AddMount("/in", twins[1], llb.Readonly)).Root(),
		"diamond": llb.Scratch().File(llb.
			Copy(base.File(llb.Mkdir("/a", 0o755)), "/", "/").
			Copy(base.File(llb.Mkdir("/b", 0o755)), "/", "/").
			Copy(base.Run(llb.Args([]string{"true"})).Root(), "/", "/")),
	}
}

var resources = llb.LinuxResources{
	Memory: 1 << 30, MemorySwap: -1, CPUShares: 512, CPUPeriod: 100000, CPUQuota: 50000, CpusetCpus: "0-1", CpusetMems: "0",
}

func metadata() map[string]llb.State {
	file := llb.NewSourceMap(nil, "Imagefile", "YAML", []byte("packages: [nginx]\n"))
	at := func(line, character, endLine, endCharacter int32) llb.ConstraintsOpt {
		return file.Location([]*pb.Range{{
			Start: &pb.Position{Line: line, Character: character},
			End:   &pb.Position{Line: endLine, Character: endCharacter},
		}})
	}
	run := func(options ...llb.RunOption) llb.State {
		return llb.Image("debian", llb.WithCustomName("base")).Run(append(options, llb.Args([]string{"true"}))...).Root()
	}
	return map[string]llb.State{
		"name":         run(llb.WithCustomName("step")),
		"description":  run(llb.WithDescription(map[string]string{"z": "1", "a": "2"})),
		"ignore-cache": run(llb.IgnoreCache),
		"export-cache": run(llb.WithoutExportCache()),
		"group":        run(llb.ProgressGroup("id", "name", false)),
		"group-weak":   run(llb.ProgressGroup("id", "name", true)),
		"resources":    run(llb.WithLinuxResources(resources)),
		"location":     run(at(1, 10, 1, 17)),
		"locations":    llb.Image("debian", at(3, 0, 4, 1)).Run(llb.Args([]string{"true"}), at(1, 0, 1, 5)).Root(),
	}
}
