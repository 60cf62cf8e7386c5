using Workerd = import "/workerd/workerd.capnp";

# A date from before the time when Node's globals were on by default: here is no `process`, no `Buffer`.
const config :Workerd.Config = (
  services = [(
    name = "app",
    worker = (
      modules = [(name = "app", esModule = embed "on-workerd.js")],
      bindings = [(name = "DEPLOYMENT", fromEnvironment = "DEPLOYMENT")],
      compatibilityDate = "2024-09-01",
    ),
  )],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "app", http = ())],
);
