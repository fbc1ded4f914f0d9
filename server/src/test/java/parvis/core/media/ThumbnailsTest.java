package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.media.MediaHouse.header;
import static parvis.core.media.MediaHouse.picture;
import static parvis.core.media.MediaHouse.refused;
import static parvis.core.media.MediaHouse.text;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Pictures made smaller, and what is none.
final class ThumbnailsTest {
  /// A WebP picture of 8 by 8 pixels.
  private static final String WEBP =
      "UklGRjgAAABXRUJQVlA4ICwAAACwAQCdASoIAAgAAkA4JZQCdAD0YAD++g2p/ajHA8kYpu92XYqvcEEF2AAA";

  @AutoClose private static final MediaHouse house = new MediaHouse();

  @Test
  void thumbnailsFitOrCover() throws Exception {
    String id = house.upload(picture(1000, 500, false, "jpeg"), "image/jpeg", "");
    String path = "/_matrix/client/v1/media/thumbnail/" + id;
    BufferedImage scaled =
        drawn(house.get(path + "?width=300&height=200&method=scale"), "image/jpeg");
    assertThat(scaled.getWidth()).isEqualTo(320);
    assertThat(scaled.getHeight()).isEqualTo(160);
    BufferedImage cropped =
        drawn(house.get(path + "?width=32&height=32&method=crop"), "image/jpeg");
    assertThat(cropped.getWidth()).isEqualTo(32);
    assertThat(cropped.getHeight()).isEqualTo(32);
    HttpResponse<byte[]> again = house.get(path + "?width=32&height=32&method=crop");
    assertThat(header(again, "Content-Disposition"))
        .isEqualTo("inline; filename=\"thumbnail.jpg\"");
  }

  @Test
  void thumbnailsNeverGrowAndKeepTransparency() throws Exception {
    String id = house.upload(picture(40, 20, true, "png"), "image/png", "");
    String path = "/_matrix/client/v1/media/thumbnail/" + id + "?width=640&height=480";
    BufferedImage small = drawn(house.get(path), "image/png");
    assertThat(small.getWidth()).isEqualTo(40);
    assertThat(small.getHeight()).isEqualTo(20);
    String gif = house.upload(picture(50, 50, false, "gif"), "image/gif", "");
    HttpResponse<byte[]> answer =
        house.get("/_matrix/client/v1/media/thumbnail/" + gif + "?width=32&height=32&method=crop");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aWebpHasAThumbnail() throws Exception {
    String id = house.upload(Base64.getDecoder().decode(WEBP), "image/webp", "");
    HttpResponse<byte[]> answer =
        house.get("/_matrix/client/v1/media/thumbnail/" + id + "?width=32&height=32&method=scale");
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNoPictureHasNoThumbnail() throws Exception {
    String ask = "?width=32&height=32&method=crop";
    String text = house.upload(text("a picture, truly"), "image/png", "");
    refused(house.get("/_matrix/client/v1/media/thumbnail/" + text + ask), 400, "M_UNKNOWN");
    byte[] broken = Arrays.copyOf(picture(100, 100, false, "png"), 60);
    String half = house.upload(broken, "image/png", "");
    refused(house.get("/_matrix/client/v1/media/thumbnail/" + half + ask), 400, "M_UNKNOWN");
    String fine = house.upload(picture(9, 9, false, "png"), "image/png", "");
    String path = "/_matrix/client/v1/media/thumbnail/" + fine;
    refused(house.get(path + "?width=32"), 400, "M_MISSING_PARAM");
    refused(house.get(path + "?width=-1&height=32"), 400, "M_INVALID_PARAM");
    refused(house.get(path + "?width=a&height=32"), 400, "M_INVALID_PARAM");
    refused(house.get(path + ask + "x"), 400, "M_INVALID_PARAM");
  }

  @Test
  void aPictureThatUnfoldsIsRefusedByItsHeader() throws Exception {
    byte[] bomb = picture(10, 10, false, "png");
    bomb[16] = 0;
    bomb[17] = 0;
    bomb[18] = (byte) 0xff;
    bomb[22] = (byte) 0xff;
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(bomb, 12, 17);
    java.nio.ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());
    String id = house.upload(bomb, "image/png", "");
    refused(
        house.get("/_matrix/client/v1/media/thumbnail/" + id + "?width=32&height=32"),
        413,
        "M_TOO_LARGE");
  }

  private static BufferedImage drawn(HttpResponse<byte[]> answer, String type) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }
}
