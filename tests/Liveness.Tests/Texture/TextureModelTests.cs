using AccessKiosk.Liveness.Texture;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Liveness.Tests.Texture;

/// <summary>What is assumed about the network comes from the record.</summary>
public sealed class TextureModelTests
{
    private readonly Image _picture = Recordings.Load("franck.mp4", 1)[0];

    [Fact]
    public void A_live_person_looks_live_to_the_record_that_ships() => Assert.True(LogOdds(Shipped.Calibration.Texture) > 1);

    [Fact]
    public void Which_classes_are_live_is_the_records_word()
    {
        var shipped = Shipped.Calibration.Texture;

        Assert.Equal(-LogOdds(shipped), LogOdds(shipped with { Live = [1, 2] }), 0.001f);
    }

    [Fact]
    public void How_much_of_the_picture_is_seen_is_the_records_word()
    {
        var shipped = Shipped.Calibration.Texture;

        Assert.NotEqual(LogOdds(shipped), LogOdds(shipped with { Crop = 1.2f }), 0.01f);
    }

    [Fact]
    public void A_network_with_other_classes_than_the_record_says_is_refused() =>
        Assert.Contains("3 classes", Assert.Throws<ModelException>(() => LogOdds(Shipped.Calibration.Texture with { Classes = 2 })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_network_with_another_input_than_the_record_says_is_refused() =>
        Assert.Throws<ModelException>(() => LogOdds(Shipped.Calibration.Texture with { Side = 80 }));

    private float LogOdds(TextureNetwork network)
    {
        using var model = new TextureModel(new ModelCatalogue(new()), network);
        return model.Logit(_picture, Recordings.FaceOf(_picture));
    }
}
