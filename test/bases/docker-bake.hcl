# Look-alikes of official images, applications on them, and these made thin: README.md says more. From the root of the checkout:
#   test/bases/fetch.sh .cache/bases && docker buildx bake --file test/bases/docker-bake.hcl flask-thin

variable "FETCHED" {
  description = "Where fetch.sh puts what it fetches."
  default     = ".cache/bases"
}

variable "FRONTEND" {
  description = "The image of mib to build with, where it is not the one that the Imagefiles name."
  default     = ""
}

variable "PLATFORM" {
  description = "The one to build for; empty for that of the builder."
  default     = ""
}

# The base image of each application, the folder of its Dockerfile, and the target and arguments of its build.
variable "APPLICATIONS" {
  default = {
    flask         = { base = "python", folder = "flask" }
    flask-moved   = { base = "python-moved", folder = "flask" }
    flask-venv    = { base = "python", folder = "flask", args = { INSTALL = "venv" } }
    express       = { base = "node", folder = "express" }
    jar           = { base = "temurin", folder = "jar" }
    rack          = { base = "ruby", folder = "rack" }
    fpm           = { base = "php", folder = "fpm" }
    c-alpine      = { base = "alpine", folder = "native", target = "c-alpine" }
    c-distroless  = { base = "distroless", folder = "native", target = "c-distroless" }
    c-scratch     = { folder = "native", target = "c-scratch" }
    go-alpine     = { base = "alpine", folder = "native", target = "go-alpine" }
    go-distroless = { base = "distroless", folder = "native", target = "go-distroless" }
    go-scratch    = { folder = "native", target = "go-scratch" }
  }
}

group "default" {
  targets = [for name, application in APPLICATIONS : name]
}

target "platform" {
  platforms = PLATFORM == "" ? [] : [PLATFORM]
}

target "base" {
  name = base
  matrix = {
    base = ["alpine", "distroless", "node", "php", "python", "python-moved", "ruby", "temurin"]
  }
  inherits = ["platform"]
  context  = "test/bases/official/${base}"
  contexts = base == "node" ? { npm = FETCHED } : {}
  tags     = ["mib-test/bases-${base}"]
}

target "application" {
  name = name
  matrix = {
    name = [for name, application in APPLICATIONS : name]
  }
  inherits = ["platform"]
  context  = "test/bases/apps/${APPLICATIONS[name].folder}"
  contexts = merge(
    { for key, base in APPLICATIONS[name] : key => "target:${base}" if key == "base" },
    APPLICATIONS[name].folder == "express" ? { npm = FETCHED } : {},
  )
  target = lookup(APPLICATIONS[name], "target", "")
  args   = lookup(APPLICATIONS[name], "args", {})
  tags   = ["mib-test/bases-${name}:fat"]
}

target "thin" {
  name = "${name}-thin"
  matrix = {
    name = [for name, application in APPLICATIONS : name]
  }
  inherits   = ["platform"]
  context    = "test/bases/apps/${APPLICATIONS[name].folder}"
  contexts   = { shop = "target:${name}" }
  dockerfile = "Imagefile"
  args       = FRONTEND == "" ? {} : { BUILDKIT_SYNTAX = FRONTEND }
  tags       = ["mib-test/bases-${name}"]
}
