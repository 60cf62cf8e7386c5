import { type AddressInfo, Server } from 'node:net'

/** For `node --import`: whatever port a server asks for, it gets a free one on loopback, and says which. */
const { listen } = Server.prototype

Server.prototype.listen = function (this: Server, ...asked: unknown[]): Server {
  this.once('listening', () => console.log(`listening at port ${(this.address() as AddressInfo).port}`))
  const callback = asked.find((one): one is () => void => typeof one === 'function')
  return listen.call(this, { port: 0, host: 'localhost' }, callback)
}
