# Every image of images/ by one command: docker buildx bake; but images/frontend, whose context is dist/: make builder
# Some of them:                          docker buildx bake nginx curl
# tini, whose source is a repository:    docker buildx bake tini; TINI=../tini, where that is a checkout of it
# For several platforms:                 PLATFORMS=linux/amd64,linux/arm64 docker buildx bake
# What the engine has done for one image, such as the tree that all start from, it does not do again for the next.

variable "PLATFORMS" {
  description = "Platforms, separated by commas; empty for the one of the builder."
  default     = ""
}

variable "REGISTRY" {
  description = "What comes before the names of the images."
  default     = "mib"
}

variable "FRONTEND" {
  description = "The image of mib to build with, where it is not the one that the Imagefiles name."
  default     = ""
}

variable "TARGET" {
  description = "thin, debug or fat."
  default     = "thin"
}

variable "TINI" {
  description = "A checkout of the repository of tini, in place of the one that its Imagefile names."
  default     = ""
}

# Contexts by image. One that is built upon another of the family has that under the name that its Imagefile says in "from".
variable "CONTEXTS" {
  default = {
    ci     = { devops = "target:devops" }
    devops = { base = "target:base" }
    tini   = TINI == "" ? {} : { tini = TINI }
  }
}

# What needs nothing from outside but packages.
variable "FAMILY" {
  default = [
    "base",
    "c-static",
    "ci",
    "curl",
    "devops",
    "ffmpeg",
    "git",
    "go",
    "haproxy",
    "java",
    "mariadb",
    "nginx",
    "node",
    "perl",
    "php-fpm",
    "postgres",
    "python",
    "redis",
    "ruby",
    "rust",
  ]
}

group "default" {
  targets = FAMILY
}

target "family" {
  name = image
  matrix = {
    image = concat(FAMILY, ["tini"])
  }
  context    = "images/${image}"
  contexts   = lookup(CONTEXTS, image, {})
  dockerfile = "Imagefile"
  target     = TARGET
  args       = FRONTEND == "" ? {} : { BUILDKIT_SYNTAX = FRONTEND }
  platforms  = PLATFORMS == "" ? [] : split(",", PLATFORMS)
  tags       = ["${REGISTRY}/${image}${TARGET == "thin" ? "" : ":${TARGET}"}"]
}
