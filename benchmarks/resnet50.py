"""The convolution and dense weights of a ResNet-50."""


def resnet50_shapes():
    shapes, inputs, width = [(64, 3, 7, 7)], 64, 64
    for blocks in (3, 4, 6, 3):
        for block in range(blocks):
            shapes += [(width, inputs, 1, 1), (width, width, 3, 3), (4 * width, width, 1, 1)]
            if block == 0:
                shapes.append((4 * width, inputs, 1, 1))
            inputs = 4 * width
        width *= 2
    return shapes + [(1000, 2048)]
