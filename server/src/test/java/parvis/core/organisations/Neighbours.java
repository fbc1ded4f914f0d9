package parvis.core.organisations;

import parvis.harness.Client;
import parvis.harness.World;

/// Two organisations side by side, who decides in each, an agent of the first, and who runs the
/// house.
///
/// @param town the id of the first one, called Belleville
/// @param other the id of the second one, called Beauville
/// @param mayor who administers the first one
/// @param neighbour who administers the second one
public record Neighbours(
    String town, String other, Client house, Client mayor, Client agent, Client neighbour) {

  /// Of a world in which nobody is yet.
  public static Neighbours in(World world) {
    var house = world.administrator("maison");
    var mayor = world.register("maire");
    var agent = world.register("agent");
    var neighbour = world.register("voisin");
    var town = Town.organisation(house, "Belleville");
    var other = Town.organisation(house, "Beauville");
    Town.put(house, town, mayor, "administrator").ok();
    Town.put(house, town, agent, "member").ok();
    Town.put(house, other, neighbour, "administrator").ok();
    return new Neighbours(town, other, house, mayor, agent, neighbour);
  }
}
