using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Vision.Detection;

namespace AccessKiosk.Kiosk.Tests.Recognition;

public sealed class SubjectSelectorTests
{
    [Fact]
    public void Nobody_is_the_subject_of_an_empty_picture()
    {
        Assert.False(SubjectSelector.IsAmbiguous([], 1.2f, out var subject));
        Assert.Equal(-1, subject);
    }

    [Theory]
    [InlineData(0, false, 100f)]
    [InlineData(1, false, 50f, 100f, 60f)]
    [InlineData(0, false, 121f, 100f)]
    [InlineData(0, true, 119f, 100f)]
    [InlineData(2, true, 50f, 99f, 100f)]
    [InlineData(0, true, 100f, 100f)]
    public void The_largest_is_the_subject_unless_another_is_about_as_large(int expected, bool isAmbiguous, params float[] sides)
    {
        var faces = sides.Select((side, i) => new TrackedFace(i + 1, new(new(0, 0, side, side), 0.9f, default), 1, 0)).ToArray();
        Assert.Equal(isAmbiguous, SubjectSelector.IsAmbiguous(faces, 1.2f, out var subject));
        Assert.Equal(expected, subject);
    }
}
