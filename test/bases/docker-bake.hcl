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

# What an application is built upon, where its Dockerfile is, which of its targets, and with what arguments; and how it starts, for an
# Imagefile of several applications.
variable "APPLICATIONS" {
  default = {
    flask        = { base = "python", folder = "flask", start = "/usr/local/bin/gunicorn" }
    flask-moved  = { base = "python-moved", folder = "flask", start = "/usr/local/bin/gunicorn" }
    flask-venv   = { base = "python", folder = "flask", args = { INSTALL = "venv" }, start = "/opt/venv/bin/gunicorn" }
    express      = { base = "node", folder = "express" }
    jar          = { base = "temurin", folder = "jar" }
    rack         = { base = "ruby", folder = "rack" }
    php          = { base = "php", folder = "php" }
    c-alpine     = { base = "alpine", folder = "native", target = "c-alpine", start = "/usr/local/bin/shop" }
    c-distroless = { base = "distroless", folder = "native", target = "c-distroless", start = "/app/shop" }
    c-scratch    = { base = "", folder = "native", target = "c-scratch", start = "/shop" }
    go-alpine     = { base = "alpine", folder = "native", target = "go-alpine", start = "/usr/local/bin/shop" }
    go-distroless = { base = "distroless", folder = "native", target = "go-distroless", start = "/app/shop" }
    go-scratch    = { base = "", folder = "native", target = "go-scratch", start = "/shop" }
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
  context  = "test/bases/bases/${base}"
  contexts = base == "node" ? { npm = FETCHED } : {}
  tags     = ["mib-test/bases-${base}"]
}

target "application" {
  name = name
  matrix = {
    name = [for name, application in APPLICATIONS : name]
  }
  inherits = ["platform"]
  context  = "test/bases/${APPLICATIONS[name].folder}"
  contexts = merge(
    APPLICATIONS[name].base == "" ? {} : { base = "target:${APPLICATIONS[name].base}" },
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
  context    = "test/bases/${APPLICATIONS[name].folder}"
  contexts   = { shop = "target:${name}" }
  dockerfile = "Imagefile"
  args = merge(
    FRONTEND == "" ? {} : { BUILDKIT_SYNTAX = FRONTEND },
    { for key, value in APPLICATIONS[name] : "START" => value if key == "start" },
  )
  tags = ["mib-test/bases-${name}"]
}
