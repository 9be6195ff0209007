# workerd serve examples/edge/config.capnp
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .harmonium)],
  sockets = [(name = "http", address = "localhost:8787", http = (), service = "main")],
);

const harmonium :Workerd.Worker = (
  compatibilityDate = "2026-01-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "player.min.js", esModule = embed "../../dist/player.min.js"),
    (name = "compact.safetensors", data = embed "../../fixtures/models/compact.safetensors"),
  ],
);
