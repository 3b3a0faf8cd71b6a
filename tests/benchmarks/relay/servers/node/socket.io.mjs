// A relay on Socket.IO: node socket.io.mjs PORT
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const server = new Server(http, { transports: ["websocket"], perMessageDeflate: false, maxHttpBufferSize: 1e8 });
server.on("connection", socket => {
  socket.join(`to ${socket.handshake.query.id}`);
  socket.on("send", (to, body) => {
    if (to === "*") socket.broadcast.emit("message", body);
    else server.to(`to ${to}`).emit("message", body);
  });
});
http.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
