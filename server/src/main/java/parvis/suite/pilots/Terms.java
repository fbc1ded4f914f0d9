package parvis.suite.pilots;

/// With how many people, until when and what for an organisation tries the house out.
record Terms(int peopleMax, long endsMs, String goals) {}
