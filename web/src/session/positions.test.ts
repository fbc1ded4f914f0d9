import { expect, test } from "vitest";
import { coordinatesOf, geoUri, mapAddress, placeIn, positionContent, positionOf, typedPosition } from "./positions";

const dijon = { latitude: 47.322, longitude: 5.0415, withinMeters: null };

test("an address of a place is read with its parameters, and what is none is not", () => {
  expect(positionOf("geo:47.322,5.0415")).toEqual(dijon);
  expect(positionOf("geo:47.322,5.0415,240;crs=wgs84;u=12")).toEqual({ ...dijon, withinMeters: 12 });
  expect(positionOf("GEO:-33.9,151.2")?.latitude).toBe(-33.9);
  for (const wrong of [
    "geo:91,0",
    "geo:0,181",
    "geo:1",
    "geo:1,2;crs=moon",
    "geo:1,2,3,4",
    "https://a.example",
    5,
    undefined,
  ])
    expect(positionOf(wrong)).toBeNull();
});

test("two numbers are read however people write them", () => {
  const ways = [
    "47.322, 5.0415",
    "47.322,5.0415",
    "47.322 5.0415",
    "47,322 ; 5,0415",
    "47,322 5,0415",
    "47,322, 5,0415",
    " 47.322° 5.0415° ",
    "geo:47.322,5.0415",
  ];
  for (const text of ways) expect(typedPosition(text), text).toEqual(dijon);
  expect(typedPosition("\u221212.5, -45")).toEqual({ latitude: -12.5, longitude: -45, withinMeters: null });
  for (const wrong of ["", "47.322", "place de la mairie", "147, 5", "47.322, 5.0415, 3", "1e3, 4"])
    expect(typedPosition(wrong), wrong).toBeNull();
});

test("a place that is told is read again, with its words where it has any", () => {
  const told = positionContent({ ...dijon, withinMeters: 11.2 }, "Quai nord", true, 7);
  expect(told).toMatchObject({ body: "Quai nord", geo_uri: "geo:47.32200,5.04150;u=12" });
  expect(placeIn(told)).toEqual({ at: { ...dijon, withinMeters: 12 }, words: "Quai nord" });
  expect(placeIn(positionContent(dijon, "", false, 7))).toEqual({ at: dijon, words: null });
  expect(placeIn({ body: "Mairie", geo_uri: "geo:47.322,5.0415" })?.words).toBe("Mairie");
  expect(placeIn({ body: "Mairie", geo_uri: "javascript:alert(1)" })).toBeNull();
});

test("a place has one writing for people and one for each kind of map", () => {
  expect(coordinatesOf(dijon)).toBe("47.32200, 5.04150");
  expect(geoUri(dijon)).toBe("geo:47.32200,5.04150");
  expect(mapAddress(dijon)).toBe("https://www.openstreetmap.org/?mlat=47.32200&mlon=5.04150#map=16/47.32200/5.04150");
});
