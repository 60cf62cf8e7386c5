using Workerd = import "/workerd/workerd.capnp";

# A date from before the time when Node's globals were on by default: here is no `process`, no `Buffer`.
const config :Workerd.Config = (
  services = [(
    name = "core",
    worker = (
      modules = [(name = "core", esModule = embed "on-workerd.js")],
      compatibilityDate = "2024-09-01",
    ),
  )],
);
