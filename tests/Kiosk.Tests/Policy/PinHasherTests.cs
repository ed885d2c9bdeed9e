using AccessKiosk.Access.Pins;
using AccessKiosk.Access.Policy;

namespace AccessKiosk.Kiosk.Tests.Policy;

public sealed class PinHasherTests
{
    private static readonly PinHasher Hasher = new(iterations: 1000);

    [Fact]
    public void A_pin_is_told_from_a_wrong_one_and_from_the_duress_pin()
    {
        var (hash, duress) = (Hasher.Hash("8305"), Hasher.Hash("5038"));

        Assert.Equal(PinAnswer.Right, PinHasher.Check("8305", hash, duress));
        Assert.Equal(PinAnswer.Duress, PinHasher.Check("5038", hash, duress));
        Assert.Equal(PinAnswer.Wrong, PinHasher.Check("8306", hash, duress));
        Assert.Equal(PinAnswer.Wrong, PinHasher.Check("", hash, duress));
        Assert.Equal(PinAnswer.Wrong, PinHasher.Check("5038", hash, null));
        Assert.Equal(PinAnswer.Right, PinHasher.Check("8305", hash, null));
    }

    [Fact]
    public void The_same_pin_never_gives_the_same_hash_twice_nor_shows_in_it()
    {
        var hash = Hasher.Hash("83051947");

        Assert.NotEqual(hash, Hasher.Hash("83051947"), StringComparer.Ordinal);
        Assert.DoesNotContain("83051947", hash, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hash_from_before_0_2_still_matches_its_pin_and_no_other()
    {
        Assert.Equal(PinAnswer.Right, PinHasher.Check("8305", Known, null));
        Assert.Equal(PinAnswer.Wrong, PinHasher.Check("8306", Known, null));
        Assert.Equal(PinAnswer.Duress, PinHasher.Check("8305", Hasher.Hash("5038"), Known));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("AQAAAAIAAAPo")]
    [InlineData("pbkdf2-sha512$0$MDEyMzQ1Njc4OWFiY2RlZg==$AAAA")]
    [InlineData("pbkdf2-sha512$99999999$MDEyMzQ1Njc4OWFiY2RlZg==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha512$1000$MDEy$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha512$1000$MDEyMzQ1Njc4OWFiY2RlZg==$AAAA")]
    [InlineData("pbkdf2-sha512$1000$***$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void A_damaged_hash_lets_nobody_in_and_is_told_apart(string hash)
    {
        Assert.Equal(PinAnswer.Damaged, PinHasher.Check("8305", hash, null));
        Assert.Equal(PinAnswer.Damaged, PinHasher.Check("8305", Hasher.Hash("8305"), hash));
    }

    [Theory]
    [InlineData("830")]
    [InlineData("8305194783051")]
    [InlineData("83o5")]
    [InlineData("٨٣٠٥")]
    [InlineData("7777")]
    [InlineData("123456")]
    [InlineData("9876")]
    public void A_pin_that_is_guessed_first_or_is_no_pin_cannot_be_set(string pin)
    {
        Assert.NotNull(PinHasher.Fault(pin));
        Assert.Throws<ArgumentException>(() => Hasher.Hash(pin));
    }

    [Theory]
    [InlineData("8305")]
    [InlineData("1357")]
    [InlineData("830519478305")]
    public void An_ordinary_pin_can_be_set(string pin) => Assert.Null(PinHasher.Fault(pin));

    // Python: hashlib.pbkdf2_hmac("sha512", b"8305", b"0123456789abcdef", 1000, 32)
    private const string Known = "pbkdf2-sha512$1000$MDEyMzQ1Njc4OWFiY2RlZg==$LevS+zrwWsSTu3uhKgPbpRyHjASrfoknbG4s9fjrvUw=";
}
