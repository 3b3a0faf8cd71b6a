// A plain relay on ws: node ws.mjs PORT
import { WebSocketServer } from "ws";

const clients = new Map();
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(process.argv[2]), perMessageDeflate: false });
server.on("connection", (socket, request) => {
  const id = Number(request.url.slice(1));
  clients.set(id, socket);
  socket.on("message", data => {
    if (data[0] !== 42 /* * */) clients.get(Number(data.toString("latin1", 0, 5)))?.send(data, { binary: false });
    else for (const other of clients.values()) if (other !== socket) other.send(data, { binary: false });
  });
  socket.on("error", () => {});
  socket.on("close", () => clients.delete(id));
});
server.on("listening", () => console.log("listening"));
