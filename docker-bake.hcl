# Every image of images/ by one command: docker buildx bake; but images/frontend, whose context is dist/: make builder
# Some of them:                          docker buildx bake nginx curl
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

# What is built upon another image of the family, by the name that its Imagefile says in "from".
variable "UPON" {
  default = {
    ci     = { devops = "target:devops" }
    devops = { base = "target:base" }
  }
}

group "default" {
  targets = ["family"]
}

target "family" {
  name = image
  matrix = {
    image = [
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
  context    = "images/${image}"
  contexts   = lookup(UPON, image, {})
  dockerfile = "Imagefile"
  target     = TARGET
  args       = FRONTEND == "" ? {} : { BUILDKIT_SYNTAX = FRONTEND }
  platforms  = PLATFORMS == "" ? [] : split(",", PLATFORMS)
  tags       = ["${REGISTRY}/${image}${TARGET == "thin" ? "" : ":${TARGET}"}"]
}
