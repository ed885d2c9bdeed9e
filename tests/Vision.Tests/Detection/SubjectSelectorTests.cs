using AccessKiosk.Vision.Detection;

namespace AccessKiosk.Vision.Tests.Detection;

public sealed class SubjectSelectorTests
{
    [Fact]
    public void Nobody_is_the_subject_of_an_empty_picture()
    {
        Assert.Equal(0, SubjectSelector.Select([], 1.2f, out var subject));
        Assert.Equal(-1, subject);
    }

    [Theory]
    [InlineData(0, 1, 100f)]
    [InlineData(1, 1, 50f, 100f, 60f)]
    [InlineData(0, 1, 121f, 100f)]
    [InlineData(0, 2, 119f, 100f)]
    [InlineData(2, 2, 50f, 99f, 100f)]
    [InlineData(0, 2, 100f, 100f)]
    [InlineData(1, 3, 90f, 100f, 95f)]
    public void The_largest_is_the_subject_and_those_about_as_large_could_be(int expected, int candidates, params float[] sides)
    {
        var faces = sides.Select(side => new DetectedFace(new(0, 0, side, side), 0.9f, default)).ToArray();
        Assert.Equal(candidates, SubjectSelector.Select(faces, 1.2f, out var subject));
        Assert.Equal(expected, subject);
    }
}
