package parvis.protocol.id;

/// The id of a person or a bot.
public record UserId(String value) {}
