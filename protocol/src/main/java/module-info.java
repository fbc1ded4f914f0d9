/// Matrix as pure functions and values: no input or output, no clock, no chance.
module parvis.protocol {
  requires static transitive org.jspecify;

  exports parvis.protocol.json;
  exports parvis.protocol.id;
  exports parvis.protocol.sign;
  exports parvis.protocol.event;
  exports parvis.protocol.room;
  exports parvis.protocol.push;
}
